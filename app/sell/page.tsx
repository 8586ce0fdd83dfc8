import { redirect } from 'next/navigation';
import { viewerOrSignIn } from '@/app/auth/viewer';
import { createDraft } from '@/lib/listings/service';

/** Opens the draft that is still empty, or a new one: asking twice leaves one, so this may answer a GET. */
export default async function SellPage() {
  const { id } = await createDraft(await viewerOrSignIn('/sell'));
  redirect(`/sell/${id}`);
}
