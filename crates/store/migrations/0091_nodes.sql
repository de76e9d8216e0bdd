-- The numbers of nodes, each with the mark of the program that took it last. Who has it now is told by the locks of
-- its connections; the mark tells a connection that was made anew whether the number was given away meanwhile.
CREATE TABLE nodes (
    number BIGINT PRIMARY KEY,
    mark BIGINT NOT NULL
);
-- By what the keys of the town are known, without telling them: a program with others would break every link.
CREATE TABLE key_marks (
    name TEXT PRIMARY KEY,
    mark TEXT NOT NULL
);
