import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { portraitOf } from '@/lib/media/portraits';
import { parseInput } from '@/lib/parse';
import { logger } from '@/lib/platform/logger';
import { isDuplicate } from '@/lib/platform/mysql';
import { limitRate } from '@/lib/platform/rate-limit';
import { regionCodeSchema } from '@/lib/regions/schema';
import { regionsByCode } from '@/lib/regions/service';
import { proposeName } from './names';
import * as repository from './repository';
import {
  type Locale,
  localeSchema,
  maxOwnRegions,
  nameSchema,
  type ProfileDto,
  type ProfileInput,
  type Viewer,
} from './schema';

const profileSchema = z
  .object({
    name: nameSchema,
    /** In their order: the first is where things are sold from. */
    regionCodes: z
      .array(regionCodeSchema)
      .max(maxOwnRegions)
      .refine((codes) => new Set(codes).size === codes.length),
    locale: localeSchema,
  })
  .partial();

/** What a person may see and change about themselves. */
export async function getProfile(viewer: Viewer): Promise<ProfileDto> {
  const row = await repository.findUser(viewer.id);
  if (!row) throw new AppError('account.not_found');
  const codes = [row.firstRegionCode, row.secondRegionCode].filter((code) => code !== null);
  const regions = await regionsByCode(codes);
  return {
    name: row.name,
    email: row.email,
    regions: codes.flatMap((code) => regions.get(code) ?? []),
    portrait: await portraitOf(viewer.id),
  };
}

/**
 * Writes what is given and leaves the rest. Throws account.name_taken with a `proposal` that nobody has, input.invalid,
 * rate.limited.
 */
export async function saveProfile(viewer: Viewer, input: ProfileInput): Promise<void> {
  const { regionCodes, ...fields } = parseInput(profileSchema, input);
  await limitRate('profile', viewer.id, 30, 3600);
  if (regionCodes && (await regionsByCode(regionCodes)).size !== regionCodes.length)
    throw new AppError('input.invalid', { field: 'regionCodes' });
  const [firstRegionCode = null, secondRegionCode = null] = regionCodes ?? [];
  const patch = { ...fields, ...(regionCodes && { firstRegionCode, secondRegionCode }) };
  if (Object.keys(patch).length === 0) return;
  try {
    await repository.updateUser(viewer.id, patch);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    // The unique key has decided: asking before writing would let two people take one name at once.
    throw new AppError('account.name_taken', { proposal: await proposeName(fields.name ?? '') });
  }
}

/** The language for the other devices of a person. On this one a cookie says it, whatever becomes of this: never throws. */
export async function keepLocale(viewer: Viewer, locale: Locale): Promise<void> {
  try {
    await saveProfile(viewer, { locale });
  } catch (error) {
    logger.warn({ err: error }, 'a language was not kept in the profile');
  }
}
