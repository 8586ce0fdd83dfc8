import { requireViewer } from '@/app/auth/viewer';
import { handler, jsonBody, requireOwnOrigin } from '@/app/transport/handler';
import { signPart } from '@/lib/media/parts';
import { signPartSchema } from '@/lib/media/schema';

interface Context {
  params: Promise<{ mediaId: string }>;
}

/** Signs one part just before it is sent. */
export const POST = handler(async (request, { params }: Context) => {
  requireOwnOrigin(request);
  const viewer = await requireViewer();
  const input = await jsonBody(request, signPartSchema);
  return Response.json(await signPart(viewer, (await params).mediaId, input));
});
