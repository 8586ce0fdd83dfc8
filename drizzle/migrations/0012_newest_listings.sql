DROP INDEX `listings_newest` ON `listings`;--> statement-breakpoint
CREATE INDEX `listings_erasable` ON `listings` (`erased_at`,`deleted_at`);--> statement-breakpoint
CREATE INDEX `listings_newest` ON `listings` (`published_at`,`id`);