import { markdownTable } from '../markdown-table';
import type { Peer } from './clients';

export interface Row {
  peer: Peer;
  connections: number;
  kbPerConnection: number;
  heapKbPerConnection: number;
  /** Of one core, with nothing being said. */
  idlePercent: number;
  /** CPU per delivery, less what idling costs: of a sign of writing, and of a stored message. */
  typingMicroseconds: number;
  sendMicroseconds: number;
  /** From one person over both servers to the other, stored in between. */
  latenciesMs: readonly number[];
  /** Deliveries that were missing, doubled or out of order. */
  wrong: number;
  stormSeconds: number | null;
}

const percentile = (values: readonly number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;

export function table(rows: readonly Row[]): string {
  const head = [
    ...[
      'server',
      'connections',
      'KB per connection',
      'heap KB',
      'idle CPU',
      'µs per fan-out',
      'µs per stored delivery',
    ],
    ...['p50 ms', 'p99 ms', 'wrong deliveries', 'storm s'],
  ];
  const body = rows.map((row) => [
    ...[row.peer, `${row.connections}`, row.kbPerConnection.toFixed(1), row.heapKbPerConnection.toFixed(1)],
    ...[
      `${row.idlePercent.toFixed(1)} %`,
      row.typingMicroseconds.toFixed(0),
      row.sendMicroseconds.toFixed(0),
    ],
    ...[percentile(row.latenciesMs, 0.5).toFixed(1), percentile(row.latenciesMs, 0.99).toFixed(1)],
    ...[`${row.wrong}`, row.stormSeconds?.toFixed(1) ?? ''],
  ]);
  return markdownTable(head, body);
}

/** Ours in parts of socket.io's. */
export function ratios(rows: readonly Row[]): string[] {
  return rows
    .filter(({ peer }) => peer === 'ours')
    .flatMap((mine) => {
      const theirs = rows.find(
        ({ peer, connections }) => peer === 'socket-io' && connections === mine.connections,
      );
      if (!theirs) return [];
      const part = (key: 'kbPerConnection' | 'typingMicroseconds' | 'sendMicroseconds') =>
        (mine[key] / theirs[key]).toFixed(2);
      return [
        `${mine.connections} connections, ours / socket.io: memory ${part('kbPerConnection')}, ` +
          `fan-out ${part('typingMicroseconds')}, stored ${part('sendMicroseconds')}`,
      ];
    });
}
