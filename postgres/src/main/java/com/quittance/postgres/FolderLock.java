package com.quittance.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one process at a time start, join or stop the server of a folder. */
final class FolderLock implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final ReentrantLock WITHIN_THIS_PROCESS = new ReentrantLock();

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock take(Path folder) throws IOException {
    WITHIN_THIS_PROCESS.lock();
    try {
      var channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      await(channel, folder);
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      WITHIN_THIS_PROCESS.unlock();
      throw e;
    }
  }

  private static FileLock await(FileChannel channel, Path folder) throws IOException {
    var start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos() && !Thread.interrupted()) {
      var lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    channel.close();
    throw new PostgresFailed(
        "Another process has been starting or stopping PostgreSQL in %s for %d minutes."
            .formatted(folder, PATIENCE.toMinutes()));
  }

  /** Closing the channel gives the lock back. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      WITHIN_THIS_PROCESS.unlock();
    }
  }
}
