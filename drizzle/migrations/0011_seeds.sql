CREATE TABLE `seeds` (
	`name` varchar(40) NOT NULL,
	`completed_at` datetime(3) NOT NULL,
	CONSTRAINT `seeds_name` PRIMARY KEY(`name`)
);
