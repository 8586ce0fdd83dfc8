import { after } from 'next/server';
import { requireViewer } from '@/app/auth/viewer';
import { handler, jsonBody, requireOwnOrigin } from '@/app/transport/handler';
import { allTold } from '@/lib/chat/absent';
import { postMessage } from '@/lib/chat/messages';
import { sendMessageSchema } from '@/lib/chat/schema';

/** Sends a message where no socket can be had. The same clientMessageId gives the first result, whichever way it went. */
export const POST = handler(async (request) => {
  requireOwnOrigin(request);
  const viewer = await requireViewer();
  const message = await postMessage(viewer, await jsonBody(request, sendMessageSchema));
  // Whoever is absent is told a moment later: a server that stops waits for that.
  after(allTold);
  return Response.json({ message }, { headers: { 'Cache-Control': 'no-store' } });
});
