'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { RegionField } from '@/components/sell/region-field';
import { Button } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { useFocusAfterRemoval } from '@/components/ui/use-focus-after-removal';
import { maxNameLength, maxOwnRegions, type ProfileDto, type ProfileInput } from '@/lib/accounts/schema';
import type { RegionDto } from '@/lib/regions/schema';
import { OwnRegions } from './own-regions';

interface ProfileFormProps {
  profile: ProfileDto;
  save(input: ProfileInput): Promise<Outcome<void>>;
  findRegions(query: string): Promise<Outcome<RegionDto[]>>;
}

const regionId = 'profile-region';

/** Name and neighbourhoods. A name that somebody has comes back with one that nobody has, to be taken by one press. */
export function ProfileForm({ profile, save, findRegions }: ProfileFormProps) {
  const t = useTranslations('profile');
  const failureText = useFailureText();
  const [name, setName] = useState(profile.name);
  const [regions, setRegions] = useState<readonly RegionDto[]>(profile.regions);
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle');
  const [failure, setFailure] = useState<Failure | null>(null);
  const { list, onRemoved } = useFocusAfterRemoval<HTMLUListElement>(regions.length, regionId);

  const submit = async (wanted: string) => {
    if (state === 'saving') return;
    setName(wanted);
    setState('saving');
    const outcome = await settle(save({ name: wanted, regionCodes: regions.map(({ code }) => code) }));
    setFailure(outcome.ok ? null : outcome.error);
    setState(outcome.ok ? 'saved' : 'idle');
  };
  const change = (next: readonly RegionDto[]) => {
    setRegions(next);
    setState('idle');
  };
  const add = (region: RegionDto) => {
    if (regions.some(({ code }) => code === region.code)) return;
    // The field goes once there is no room for another.
    onRemoved(regions.length);
    change([...regions, region]);
  };
  const remove = (index: number) => {
    onRemoved(index);
    change(regions.filter((_, at) => at !== index));
  };
  const proposal = failure?.details.proposal;
  return (
    <form
      className="flex max-w-text flex-col gap-5"
      data-testid="profile"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void submit(name);
      }}
    >
      <TextField
        id="profile-name"
        label={t('name')}
        value={name}
        maxLength={maxNameLength}
        autoComplete="nickname"
        aria-invalid={failure !== null && failure.details.field !== 'regionCodes'}
        aria-describedby="profile-name-help"
        onChange={(event) => {
          setName(event.target.value);
          setState('idle');
        }}
      />
      <p id="profile-name-help" className="-mt-3 text-ink-soft text-sm">
        {t('nameHelp')}
      </p>
      <OwnRegions ref={list} regions={regions} onRemove={remove} />
      {regions.length < maxOwnRegions && (
        <RegionField id={regionId} region={null} onChange={add} findRegions={findRegions} />
      )}
      {failure && (
        <Notice
          kind="error"
          action={
            typeof proposal === 'string' && (
              <Button onClick={() => void submit(proposal)}>{t('take', { name: proposal })}</Button>
            )
          }
        >
          {failureText(failure)}
        </Notice>
      )}
      <div className="flex items-center gap-3">
        <Button type="submit" look="primary" aria-disabled={state === 'saving'}>
          {state === 'saving' ? t('saving') : t('save')}
        </Button>
        <p role="status" className="text-ink-soft text-sm">
          {state === 'saved' && t('saved')}
        </p>
      </div>
    </form>
  );
}
