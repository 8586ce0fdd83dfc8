import { requireViewer } from '@/app/auth/viewer';
import { handler, jsonBody, requireOwnOrigin } from '@/app/transport/handler';
import { startUploadSchema } from '@/lib/media/schema';
import { startUpload } from '@/lib/media/service';

/**
 * Says where the browser may send one file. A handler and not a server action: actions of one page wait for each
 * other, and a check of a large video must not hold up the saving of the text beside it.
 */
export const POST = handler(async (request) => {
  requireOwnOrigin(request);
  const viewer = await requireViewer();
  const input = await jsonBody(request, startUploadSchema);
  return Response.json(await startUpload(viewer, input), { status: 201 });
});
