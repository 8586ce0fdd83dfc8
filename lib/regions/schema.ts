import { z } from 'zod';

export const regionCodeSchema = z.string().regex(/^\d{7}$/);

/** A Korean neighbourhood (읍면동). `name` is the neighbourhood alone, `fullName` with municipality and province. */
export interface RegionDto {
  code: string;
  name: { ko: string; en: string };
  fullName: { ko: string; en: string };
}
