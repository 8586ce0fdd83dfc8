import { requireViewer } from '@/app/auth/viewer';
import { handler, requireOwnOrigin } from '@/app/transport/handler';
import { uploadProgress } from '@/lib/media/parts';
import { removeUpload } from '@/lib/media/service';

interface Context {
  params: Promise<{ mediaId: string }>;
}

/** What of an upload is there, for going on with it. */
export const GET = handler(async (_request, { params }: Context) =>
  Response.json(await uploadProgress(await requireViewer(), (await params).mediaId)),
);

export const DELETE = handler(async (request, { params }: Context) => {
  requireOwnOrigin(request);
  await removeUpload(await requireViewer(), (await params).mediaId);
  return new Response(null, { status: 204 });
});
