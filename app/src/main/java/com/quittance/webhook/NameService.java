package com.quittance.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Knows the addresses of a host. */
@FunctionalInterface
public interface NameService {

  InetAddress[] addresses(String host) throws UnknownHostException;
}
