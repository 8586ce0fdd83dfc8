import { requireViewer } from '@/app/auth/viewer';
import { handler, jsonBody, requireOwnOrigin } from '@/app/transport/handler';
import { completeUploadSchema } from '@/lib/media/schema';
import { completeUpload } from '@/lib/media/service';

interface Context {
  params: Promise<{ mediaId: string }>;
}

/** All bytes are there: they are checked now, and the work on them is queued. */
export const POST = handler(async (request, { params }: Context) => {
  requireOwnOrigin(request);
  const viewer = await requireViewer();
  const input = await jsonBody(request, completeUploadSchema);
  await completeUpload(viewer, (await params).mediaId, input);
  return new Response(null, { status: 204 });
});
