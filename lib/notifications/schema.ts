import { z } from 'zod';

export const notificationKinds = ['scan.done', 'scan.held', 'scan.failed'] as const;
export const notificationKindSchema = z.enum(notificationKinds);
export type NotificationKind = z.infer<typeof notificationKindSchema>;

export interface NotificationDto {
  id: string;
  kind: NotificationKind;
  listingId: string;
  listingTitle: string;
  createdAt: string;
  read: boolean;
}
