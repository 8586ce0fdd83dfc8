import { randomBytes } from 'node:crypto';
import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { limitRate } from '@/lib/platform/rate-limit';
import { redis } from '@/lib/platform/redis';

const ticketLifeSeconds = 30;
const ticketKey = (ticket: string) => `ticket:${ticket}`;

/** A ticket that opens one socket within 30 seconds: sockets carry no cookie that a foreign page could borrow. */
export async function issueTicket(viewer: Viewer): Promise<string> {
  await limitRate('ticket', viewer.id, 60, 60);
  const ticket = randomBytes(24).toString('base64url');
  await redis().set(ticketKey(ticket), viewer.id, 'EX', ticketLifeSeconds);
  return ticket;
}

/** Whose ticket it is; the ticket is used up. Throws ticket.invalid. */
export async function redeemTicket(ticket: string): Promise<string> {
  const userId = await redis().getdel(ticketKey(ticket));
  if (userId === null) throw new AppError('ticket.invalid');
  return userId;
}
