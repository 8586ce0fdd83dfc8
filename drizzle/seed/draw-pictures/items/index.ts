import type { Item } from '../studio';
import { bicycle } from './bicycle';
import { camera } from './camera';
import { chair } from './chair';
import { fan } from './fan';
import { kettle } from './kettle';
import { lamp } from './lamp';
import { plant } from './plant';
import { sideTable } from './side-table';
import { toyCar } from './toy-car';
import { ukulele } from './ukulele';

export const items: Record<string, Item | undefined> = {
  bicycle,
  camera,
  chair,
  fan,
  kettle,
  lamp,
  plant,
  'side-table': sideTable,
  'toy-car': toyCar,
  ukulele,
};
