'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { LiveSocket } from '@/components/live/live-socket';
import { ReportDialog } from '@/components/moderation/report-dialog';
import { type PushApi, PushOffer } from '@/components/push/push-offer';
import type { ThreadDto } from '@/lib/chat/schema';
import type { Message } from '@/lib/protocol/chat';
import { ClosedComposer } from './closed-composer';
import { Composer } from './composer';
import { browserWords } from './drafts';
import { useSummary } from './faces';
import { useMessageItems } from './message-menu';
import type { ThreadActions } from './thread-actions';
import { ThreadHeader } from './thread-header';
import { Timeline } from './timeline';
import { useConversation } from './use-conversation';
import { useDeeds } from './use-deeds';
import { usePhotos } from './use-photos';
import { useLasting } from './use-reading';
import { useVisibleHeight } from './use-visible-height';

/** A short interruption is nothing to tell anybody about. */
const offlineShownMs = 2000;

interface Props {
  thread: ThreadDto;
  viewerId: string;
  socket: LiveSocket;
  /** The number of a message that was searched for. */
  at: number | null;
  push: PushApi;
  actions: ThreadActions;
}

export function ThreadView({ thread, viewerId, socket, at, push, actions }: Props) {
  const t = useTranslations('chat');
  const { other } = thread;
  const otherName = other.name || t('someone');
  const [wrote, setWrote] = useState(false);
  const deeds = useDeeds(thread, actions);
  const { client, state } = useConversation(thread, viewerId, socket, deeds.refuse);
  useVisibleHeight();
  const sendPhotos = usePhotos(client, viewerId, thread.id, actions.uploadPhoto);
  const itemsFor = useMessageItems(viewerId, { ...deeds, remove: ({ id }) => client.delete(id) });
  return (
    <section
      aria-label={t('with', { name: otherName })}
      className="mx-auto flex h-[calc(var(--visible-height,100dvh)-var(--spacing-bar)-1px)] max-w-text flex-col"
    >
      <ThreadHeader
        thread={thread}
        present={state.present.includes(other.id)}
        connected={state.connected}
        writing={state.writing}
        setBlocked={deeds.setBlocked}
        report={() => deeds.report(null)}
      />
      <Timeline
        thread={thread}
        viewerId={viewerId}
        client={client}
        state={state}
        at={at}
        loadOlder={actions.loadOlder}
        onTooFar={deeds.tooFar}
        itemsFor={itemsFor}
      />
      <StatusLine offline={!state.connected} note={deeds.note} />
      <Announcement messages={state.messages} otherId={other.id} />
      <PushOffer api={push} conversationId={thread.id} wrote={wrote && state.writing === 'open'} />
      {state.writing === 'open' ? (
        <Composer
          send={(text) => {
            client.send({ kind: 'text', text });
            setWrote(true);
          }}
          sendPhotos={sendPhotos}
          typed={() => client.typed()}
          words={browserWords(viewerId, thread.id)}
        />
      ) : (
        <ClosedComposer name={otherName} writing={state.writing} unblock={() => deeds.setBlocked(false)} />
      )}
      {deeds.reporting && <Reporting deeds={deeds} name={otherName} />}
    </section>
  );
}

function Reporting({ deeds, name }: { deeds: ReturnType<typeof useDeeds>; name: string }) {
  return (
    <ReportDialog
      subject={deeds.reporting?.message ? 'message' : 'person'}
      name={name}
      send={deeds.sendReport}
      onClose={deeds.endReport}
    />
  );
}

/** What just happened, for a moment; or that there is no connection, for as long as there is none. */
function StatusLine({ offline, note }: { offline: boolean; note: string | null }) {
  const t = useTranslations('chat');
  const lasting = useLasting(offline, offlineShownMs);
  const text = note ?? (lasting ? t('offline') : null);
  return (
    <p role="status" className={text ? 'bg-stage px-4 py-2 text-sm' : 'sr-only'}>
      {text}
    </p>
  );
}

/** A burst of more is read in the list. */
const readOutAtOnce = 3;

/** Reads out what the other says while the page is open, and nothing else. */
function Announcement({ messages, otherId }: { messages: readonly Message[]; otherId: string }) {
  const summary = useSummary();
  const [openedAt] = useState(messages.at(-1)?.seq ?? 0);
  const news = messages
    .slice(-readOutAtOnce)
    .filter(({ seq, senderId }) => seq > openedAt && senderId === otherId);
  return (
    <div aria-live="polite" className="sr-only">
      {news.map(({ seq, content }) => (
        <p key={seq}>{summary(content)}</p>
      ))}
    </div>
  );
}
