CREATE TABLE `audit_entries` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`actor_id` varchar(40),
	`action` varchar(40) NOT NULL,
	`subject_id` varchar(40) NOT NULL,
	`reason` varchar(500) NOT NULL DEFAULT '',
	`created_at` datetime(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
	CONSTRAINT `audit_entries_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `audit_subject` ON `audit_entries` (`subject_id`,`id`);