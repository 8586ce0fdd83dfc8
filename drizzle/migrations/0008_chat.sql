CREATE TABLE `reports` (
	`id` varchar(40) NOT NULL,
	`reporter_id` varchar(40) NOT NULL,
	`accused_id` varchar(40) NOT NULL,
	`subject` enum('message','person') NOT NULL,
	`subject_id` varchar(40) NOT NULL,
	`conversation_id` varchar(40) NOT NULL,
	`reason` enum('fraud','abuse','spam','forbidden_item','personal_data','other') NOT NULL,
	`note` varchar(500) NOT NULL,
	`evidence` text,
	`status` enum('open','upheld','dismissed') NOT NULL DEFAULT 'open',
	`created_at` datetime(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
	CONSTRAINT `reports_id` PRIMARY KEY(`id`),
	CONSTRAINT `reports_once` UNIQUE(`reporter_id`,`subject`,`subject_id`)
);
--> statement-breakpoint
ALTER TABLE `media` ADD `conversation_id` varchar(40);--> statement-breakpoint
CREATE INDEX `reports_subject` ON `reports` (`subject`,`subject_id`);--> statement-breakpoint
CREATE INDEX `reports_queue` ON `reports` (`status`,`created_at`);--> statement-breakpoint
CREATE INDEX `reports_accused` ON `reports` (`accused_id`,`created_at`);