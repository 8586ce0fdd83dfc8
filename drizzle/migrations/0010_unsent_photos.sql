ALTER TABLE `media` ADD `unsent_since` datetime(3);--> statement-breakpoint
CREATE INDEX `media_unsent` ON `media` (`unsent_since`);