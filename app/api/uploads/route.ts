import { requireViewer } from '@/app/auth/viewer';
import { handler, requireOwnOrigin } from '@/app/transport/handler';
import { AppError } from '@/lib/errors';
import { startUploadSchema } from '@/lib/media/schema';
import { startUpload } from '@/lib/media/service';

/**
 * Says where the browser may send one file. A handler and not a server action: actions of one page wait for each
 * other, and a check of a large video must not hold up the saving of the text beside it.
 */
export const POST = handler(async (request) => {
  requireOwnOrigin(request);
  const viewer = await requireViewer();
  const input = startUploadSchema.safeParse(await request.json().catch(() => null));
  if (!input.success)
    throw new AppError('input.invalid', { field: String(input.error.issues[0]?.path[0] ?? '') });
  return Response.json(await startUpload(viewer, input.data), { status: 201 });
});
