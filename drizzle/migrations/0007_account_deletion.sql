ALTER TABLE `media` MODIFY COLUMN `listing_id` varchar(40);--> statement-breakpoint
ALTER TABLE `users` ADD `deleted_at` datetime(3);--> statement-breakpoint
CREATE INDEX `media_owner` ON `media` (`owner_id`,`listing_id`);