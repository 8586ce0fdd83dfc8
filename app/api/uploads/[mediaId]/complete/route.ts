import { requireViewer } from '@/app/auth/viewer';
import { handler, requireOwnOrigin } from '@/app/transport/handler';
import { completeUpload } from '@/lib/media/service';

interface Context {
  params: Promise<{ mediaId: string }>;
}

/** All bytes are there: they are checked now, and the work on them is queued. */
export const POST = handler(async (request, { params }: Context) => {
  requireOwnOrigin(request);
  await completeUpload(await requireViewer(), (await params).mediaId);
  return new Response(null, { status: 204 });
});
