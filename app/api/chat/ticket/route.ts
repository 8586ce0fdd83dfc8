import { requireViewer } from '@/app/auth/viewer';
import { handler, requireOwnOrigin } from '@/app/transport/handler';
import { issueTicket } from '@/lib/chat/service';

/** A ticket for one socket: single use, half a minute. */
export const POST = handler(async (request) => {
  requireOwnOrigin(request);
  const ticket = await issueTicket(await requireViewer());
  return Response.json({ ticket }, { headers: { 'Cache-Control': 'no-store' } });
});
