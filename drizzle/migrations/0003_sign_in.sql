ALTER TABLE `users` ADD `issuer` varchar(255) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `users` ADD `subject` varchar(255) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `users` ADD `email` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `users` ADD CONSTRAINT `users_email_unique` UNIQUE(`email`);--> statement-breakpoint
ALTER TABLE `users` ADD CONSTRAINT `users_identity` UNIQUE(`issuer`,`subject`);