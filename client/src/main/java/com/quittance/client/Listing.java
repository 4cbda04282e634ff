package com.quittance.client;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list of the server's, over all its pages. A page is fetched when it is come to, so iterating
 * throws what requests throw, and each iteration begins anew. What is added meanwhile does not
 * shift the pages.
 */
public final class Listing<T> implements Iterable<T> {

  private final Transport transport;
  private final String path;
  private final Query query;
  private final Class<T> type;

  Listing(Transport transport, String path, Query query, Class<T> type) {
    this.transport = transport;
    this.path = path;
    this.query = query;
    this.type = type;
  }

  /**
   * The same in pages of this size.
   *
   * @param rows 1 to 100; 25 unless it is said
   */
  public Listing<T> pageSize(int rows) {
    return new Listing<>(transport, path, query.with("limit", rows), type);
  }

  /**
   * One page, for those who hand on pages themselves.
   *
   * @param cursor the {@code nextCursor} of the page before; {@code null} for the first
   * @throws ProblemException when it is refused
   */
  public Page<T> page(@Nullable String cursor) {
    return transport.page(path + query.with("cursor", cursor), type);
  }

  @Override
  public Iterator<T> iterator() {
    return new Elements();
  }

  /** All of them, one after another. */
  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  private final class Elements implements Iterator<T> {
    private Iterator<T> page = Collections.emptyIterator();
    private @Nullable String cursor;
    private boolean more = true;

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && more) {
        var next = page(cursor);
        page = next.data().iterator();
        cursor = next.nextCursor();
        more = cursor != null;
      }
      return page.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.next();
    }
  }
}
