import { v7 } from 'uuid';

export type IdPrefix = 'usr' | 'lst' | 'med' | 'scn' | 'ntf' | 'cnv' | 'msg' | 'rpt';

/** A new id such as `lst_0198c0de7a1b…`: the prefix says of what, the UUIDv7 behind it sorts by time. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${v7().replaceAll('-', '')}`;
}
