-- CreateTable
CREATE TABLE "Tries" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "count" INTEGER NOT NULL,
    "until" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Answer" (
    "question" TEXT NOT NULL PRIMARY KEY,
    "answer" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "Tries_until_idx" ON "Tries"("until");
