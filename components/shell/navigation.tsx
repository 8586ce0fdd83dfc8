'use client';

import clsx from 'clsx';
import { Camera, House, type LucideIcon, MessageCircle, Search, UserRound } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useLive } from '@/components/live/live';
import { Icon } from '@/components/ui/icon';
import { FormSkeleton, GoodsSkeleton, LinesSkeleton, OwnSkeleton } from './skeletons';
import { Waiting } from './waiting';

type Key = 'home' | 'search' | 'sell' | 'chat' | 'me';

const places: readonly { key: Key; href: string; icon: LucideIcon; skeleton: ReactNode }[] = [
  { key: 'home', href: '/', icon: House, skeleton: <GoodsSkeleton /> },
  { key: 'search', href: '/search', icon: Search, skeleton: <LinesSkeleton /> },
  { key: 'sell', href: '/sell', icon: Camera, skeleton: <FormSkeleton /> },
  { key: 'chat', href: '/chat', icon: MessageCircle, skeleton: <LinesSkeleton /> },
  { key: 'me', href: '/me', icon: UserRound, skeleton: <OwnSkeleton /> },
];

const isHere = (href: string, path: string) => (href === '/' ? path === '/' : path.startsWith(href));

/** How many chat messages wait; kept true over the socket. It grows away from the word: to the right above it, else left. */
function UnreadBadge({ at }: { at: 'top' | 'bottom' }) {
  const t = useTranslations('chat');
  const { unread } = useLive();
  if (unread === 0) return null;
  return (
    <span
      data-testid="chat-badge"
      className={clsx(
        'absolute -top-2 flex h-5 min-w-5 items-center justify-center rounded-full bg-red px-1 font-semibold text-on-red text-xs tabular-nums',
        at === 'bottom' ? 'left-3' : '-right-1.5',
      )}
    >
      <span aria-hidden>{unread > 99 ? '99+' : unread}</span>
      <span className="sr-only">{t('unread', { count: unread })}, </span>
    </span>
  );
}

/** The five places. `bottom` on a phone, above the thumb; `top` from 768 on. */
export function Navigation({ at }: { at: 'top' | 'bottom' }) {
  const t = useTranslations('nav');
  const path = usePathname();
  // While something is written, its own main action takes the place above the thumb.
  const hidden = at === 'bottom' && /^\/(sell|chat)\//.test(path);
  if (hidden) return null;
  return (
    <nav
      aria-label={t('label')}
      className={
        at === 'bottom'
          ? 'fixed inset-x-0 bottom-0 z-20 border-line border-t bg-surface pb-safe md:hidden'
          : 'hidden md:block'
      }
    >
      <ul className={clsx('flex', at === 'top' && 'gap-1')}>
        {places.map(({ key, href, icon, skeleton }) => {
          const here = isHere(href, path);
          return (
            <li key={key} className={at === 'bottom' ? 'flex-1' : undefined}>
              <Link
                href={href}
                // Asking for /sell opens a draft: not before somebody really wants one.
                prefetch={key === 'sell' ? false : null}
                aria-current={here ? 'page' : undefined}
                className={clsx(
                  'flex items-center justify-center rounded-control transition-opacity hover:opacity-70',
                  at === 'bottom'
                    ? 'h-bar flex-col gap-0.5 text-xs'
                    : 'h-11 gap-2 whitespace-nowrap px-3 text-base',
                  here ? 'font-semibold text-ink' : 'text-ink-soft',
                )}
              >
                <span className="relative">
                  <Icon of={icon} />
                  {key === 'chat' && <UnreadBadge at={at} />}
                </span>
                {t(key)}
                <Waiting>{skeleton}</Waiting>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
