import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { SendLeft } from '@/app/client/send-left';
import { Footer } from '@/components/shell/footer';
import { Navigation } from '@/components/shell/navigation';
import { themeSchema } from '@/components/shell/theme';
import { TopBar } from '@/components/shell/top-bar';
import { badgesOf } from '@/lib/chat/badges';
import { currentViewer } from './auth/viewer';
import { Live } from './client/live';
import { SessionKeeper } from './client/session-keeper';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('meta');
  return {
    title: { default: t('title'), template: `%s · ${t('title')}` },
    description: t('description'),
    // Prices and dates look like telephone numbers to Safari.
    formatDetection: { telephone: false, date: false, address: false },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeSchema.catch('system').parse((await cookies()).get('theme')?.value);
  const viewer = await currentViewer();
  const badges = viewer && (await badgesOf(viewer));
  const page = (
    <>
      <TopBar signedIn={viewer !== null} />
      <main id="content" tabIndex={-1} className="w-full outline-none">
        {children}
      </main>
      <Footer />
      <Navigation at="bottom" />
    </>
  );
  return (
    <html lang={await getLocale()} data-theme={theme}>
      <body className="flex min-h-dvh flex-col font-sans">
        <NextIntlClientProvider>
          {/* The key: whoever signs in as somebody else gets a socket of their own. */}
          {viewer && badges ? (
            <Live key={viewer.id} {...badges}>
              {page}
              <SendLeft viewerId={viewer.id} />
            </Live>
          ) : (
            page
          )}
          {viewer && <SessionKeeper />}
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
