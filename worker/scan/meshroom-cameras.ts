import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Vector3 } from '@/worker/scan/engine';
import type { SolvedView } from '@/worker/scan/sparse-model';

const number = z.coerce.number();
const sfmSchema = z.object({
  views: z.array(z.object({ viewId: z.string(), poseId: z.string(), path: z.string() })),
  poses: z
    .array(
      z.object({
        poseId: z.string(),
        pose: z.object({
          transform: z.object({ rotation: z.array(number).length(9), center: z.array(number).length(3) }),
        }),
      }),
    )
    .default([]),
});

/** AliceVision keeps Y down; its OBJ files have Y up: (x, y, z) of the one is (x, -y, -z) of the other. */
const toObj = (x = 0, y = 0, z = 0): Vector3 => [x, 0 - y, 0 - z];

/**
 * Reads the solved views of AliceVision's cameras.sfm (JSON, numbers as strings; the rotation takes the world to the
 * camera, column by column), in the coordinates of the textured OBJ and in the order of the pictures' names.
 */
export async function readCameras(path: string): Promise<Pick<SolvedView, 'name' | 'centre' | 'forward'>[]> {
  const { views, poses } = sfmSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  const byId = new Map(poses.map(({ poseId, pose }) => [poseId, pose.transform]));
  return views
    .flatMap((view) => {
      const pose = byId.get(view.poseId);
      if (!pose) return [];
      const { rotation, center } = pose;
      // The camera looks along the third row of the rotation.
      return [
        {
          name: view.path,
          centre: toObj(center[0], center[1], center[2]),
          forward: toObj(rotation[2], rotation[5], rotation[8]),
        },
      ];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
