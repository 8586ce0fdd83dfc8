import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { limitRate } from '@/lib/platform/rate-limit';
import { redis } from '@/lib/platform/redis';

const ticketLifeSeconds = 30;
/** A ticket ends with the session that it was issued to. */
const ticketSchema = z.object({ userId: z.string(), tokenVersion: z.number().int() });
type Ticket = z.infer<typeof ticketSchema>;

const ticketKey = (ticket: string) => `ticket:${ticket}`;

/** A ticket that opens one socket within 30 seconds: sockets carry no cookie that a foreign page could borrow. */
export async function issueTicket(viewer: Viewer): Promise<string> {
  await limitRate('ticket', viewer.id, 60, 60);
  const ticket = randomBytes(24).toString('base64url');
  const { id: userId, tokenVersion } = viewer;
  const content: Ticket = { userId, tokenVersion };
  await redis().set(ticketKey(ticket), JSON.stringify(content), 'EX', ticketLifeSeconds);
  return ticket;
}

/** Whose ticket it is, and of which session; the ticket is used up. Throws ticket.invalid. */
export async function redeemTicket(ticket: string): Promise<Ticket> {
  const content = await redis().getdel(ticketKey(ticket));
  if (content === null) throw new AppError('ticket.invalid');
  return ticketSchema.parse(JSON.parse(content));
}
