package com.quittance.http;

import com.quittance.http.Http.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A connection on which anything can be sent, be it HTTP or not. */
public final class Wire implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public static Wire to(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return new Wire(socket);
  }

  public Wire send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    return this;
  }

  /** Says that nothing more will come, however much was announced. */
  public Wire end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The next answer that is more than an encouragement. */
  public Answer answer() throws IOException {
    return answer("GET");
  }

  /**
   * @param method that was asked by; HEAD is answered without a body
   */
  public Answer answer(String method) throws IOException {
    var status = line();
    var headers = headers();
    var code = Integer.parseInt(status.split(" ")[1]);
    if (code < 200) {
      return answer(method);
    }
    var none = method.equals("HEAD") || code == 204 || code == 304;
    return new Answer(code, headers, none ? new byte[0] : body(headers));
  }

  /** Whether the server has ended it; waits for more otherwise. */
  public boolean isEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private Map<String, List<String>> headers() throws IOException {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    for (var line = line(); !line.isEmpty(); line = line()) {
      var pair = line.split(": ?", 2);
      headers.computeIfAbsent(pair[0], _ -> new ArrayList<>()).add(pair[1]);
    }
    return headers;
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    var length = headers.get("Content-Length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length.getFirst()));
    }
    if (!headers.containsKey("Transfer-Encoding")) {
      return in.readAllBytes();
    }
    var body = new ByteArrayOutputStream();
    for (var size = chunk(); size > 0; size = chunk()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the end after: " + line.toString(StandardCharsets.ISO_8859_1));
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** At once, so that thousands leave no waiting ports behind. */
  @Override
  public void close() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
