package com.quittance.crash;

import com.quittance.House;
import com.quittance.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that works until it is killed. */
final class Worker {

  private Worker() {}

  public static void main(String[] arguments) throws InterruptedException {
    var settings = SettingsLoader.in(Path.of(arguments[0])).environment(System.getenv()).load();
    House.open(settings).relay().start();
    System.out.println("works");
    new CountDownLatch(1).await();
  }
}
