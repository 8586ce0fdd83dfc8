/** Says that this process answers; the launcher and the health check of a container ask. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
}
