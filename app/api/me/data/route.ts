import { requireViewer } from '@/app/auth/viewer';
import { handler, requireOwnOrigin } from '@/app/transport/handler';
import { openOwnData, ownDataName } from '@/lib/accounts/own-data';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';

/**
 * Everything of one's own as a download. The form of a page asks for it, so that what goes wrong is told on that page
 * and not in its place.
 */
export const POST = handler(async (request) => {
  requireOwnOrigin(request);
  try {
    return new Response(await openOwnData(await requireViewer()), {
      headers: {
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename="${ownDataName()}"`,
        'Cache-Control': 'no-store',
      },
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return Response.redirect(new URL(`/me?failed=${error.code}#data`, env().PUBLIC_URL), 303);
  }
});
