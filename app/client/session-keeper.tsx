'use client';

import { getSession } from 'next-auth/react';
import { useEffect } from 'react';

const renewEveryMs = 5 * 60_000;

/**
 * Renews the session of a quarter of an hour while a page of it is open, in the background, too: what comes then must not
 * find its person signed out. Every few minutes, and at once when a device has slept. Server components cannot set
 * cookies, so this asks next-auth's own address, which does.
 */
export function SessionKeeper() {
  useEffect(() => {
    let renewedAt = Date.now();
    const renew = () => {
      if (Date.now() - renewedAt < renewEveryMs) return;
      renewedAt = Date.now();
      void getSession({ broadcast: false });
    };
    const timer = setInterval(renew, 30_000);
    document.addEventListener('visibilitychange', renew);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', renew);
    };
  }, []);
  return null;
}
