'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { closeNotifications } from '@/components/push/browser-push';
import { LiveSocket } from './live-socket';
import { onSignedOutElsewhere } from './session-end';
import { SignedOutBar } from './signed-out-bar';

interface Live {
  /** Null for those who are not signed in. */
  socket: LiveSocket | null;
  /** How many chat messages are unread, in all conversations. */
  unread: number;
  /** How many notices are. */
  notices: number;
}

const LiveContext = createContext<Live>({ socket: null, unread: 0, notices: 0 });

export const useLive = () => useContext(LiveContext);

/** So often a page that somebody sees looks whether its line still carries something. */
const lookEveryMs = 30_000;

/** One socket for the whole tab, and the number that every page shows. */
export function LiveProvider({
  unread: initial,
  notices: initialNotices,
  getTicket,
  children,
}: {
  /** Null: not known. */
  unread: number | null;
  notices: number | null;
  getTicket(): Promise<string | null>;
  children: ReactNode;
}) {
  const [socket] = useState(() => new LiveSocket({ getTicket }));
  const [unread, setUnread] = useState(initial ?? 0);
  const [notices, setNotices] = useState(initialNotices ?? 0);
  // A page that the server has rendered anew knows better than a hint that was lost.
  useEffect(() => setUnread((known) => initial ?? known), [initial]);
  useEffect(() => setNotices((known) => initialNotices ?? known), [initialNotices]);
  const [signedOut, setSignedOut] = useState(false);
  useEffect(() => {
    const stop = socket.listen({
      onFrame: (frame) => {
        if (frame.type === 'inbox.changed') setUnread(frame.unread);
        if (frame.type === 'notices.changed') setNotices(frame.unread);
      },
      onSignedOut: () => setSignedOut(true),
    });
    const look = () => {
      if (document.visibilityState === 'visible') socket.check();
    };
    const restart = () => (socket.open ? look() : socket.restart());
    const timer = setInterval(look, lookEveryMs);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', restart);
    const deafen = onSignedOutElsewhere(() => socket.signOut());
    return () => {
      deafen();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', restart);
      stop();
    };
  }, [socket]);
  useEffect(() => showInTitle(unread), [unread]);
  useEffect(() => {
    if (unread === 0) void closeNotifications();
  }, [unread]);
  return (
    <LiveContext value={{ socket, unread, notices }}>
      {children}
      {signedOut && <SignedOutBar />}
    </LiveContext>
  );
}

/**
 * Puts the number before the page's title, and again whenever a new page sets its own. Between two pages there may be no
 * title for a moment: `document.title` would make one then, which stays the first and hides the page's.
 */
function showInTitle(unread: number): () => void {
  const apply = () => {
    const title = document.head.querySelector('title');
    if (!title?.textContent) return;
    const plain = title.textContent.replace(/^\(\d+\+?\) /, '');
    const wanted = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${plain}` : plain;
    if (title.textContent !== wanted) title.textContent = wanted;
  };
  apply();
  const observer = new MutationObserver(apply);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  return () => observer.disconnect();
}
