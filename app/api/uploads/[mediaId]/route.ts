import { requireViewer } from '@/app/auth/viewer';
import { handler, requireOwnOrigin } from '@/app/transport/handler';
import { removePhoto } from '@/lib/media/service';

interface Context {
  params: Promise<{ mediaId: string }>;
}

export const DELETE = handler(async (request, { params }: Context) => {
  requireOwnOrigin(request);
  await removePhoto(await requireViewer(), (await params).mediaId);
  return new Response(null, { status: 204 });
});
