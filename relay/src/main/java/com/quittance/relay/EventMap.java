package com.quittance.relay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who hears what: all events and their listeners on one screen.
 *
 * <p>Types are explicit strings, so that renaming a class changes nothing stored. A version grows
 * when the payload changes shape, and an upcaster brings the older one forward.
 *
 * @param <B> what all events of the application have in common
 */
public final class EventMap<B> {

  /** Ends the name of the delivery that tells a {@link GivesUp} listener that it was given up. */
  public static final String GAVE_UP = ".gaveUp";

  /** An event is found by each of its tags, and each costs an index. */
  public static final int MOST_TAGS = 8;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,150}");
  private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");

  /** One line of the map. */
  public record Binding(String type, int version, Class<?> event, List<Listener<?>> listeners) {

    /** The listener of that name, or the one whose {@code .gaveUp} it is. */
    public Optional<Listener<?>> listener(String name) {
      var own = name.endsWith(GAVE_UP) ? name.substring(0, name.length() - GAVE_UP.length()) : name;
      return listeners.stream()
          .filter(listener -> listener.name().equals(own))
          .filter(listener -> own.equals(name) || listener instanceof GivesUp)
          .findFirst();
    }
  }

  private final Class<B> base;
  private final Function<? super B, List<String>> tags;
  private final Map<String, Binding> byType = new LinkedHashMap<>();
  private final Map<Class<?>, Binding> byClass = new HashMap<>();
  private final Map<String, Listener<?>> byName = new HashMap<>();
  private final Map<String, Map<Integer, UnaryOperator<ObjectNode>>> upcasters = new HashMap<>();

  private EventMap(Class<B> base, Function<? super B, List<String>> tags) {
    this.base = base;
    this.tags = tags;
  }

  /**
   * @param tags what an event is found by, such as {@code invoice:0197…}; at most {@value
   *     #MOST_TAGS}, each of 1 to 300 characters, or its announcement is refused
   */
  public static <B> EventMap<B> of(Class<B> base, Function<? super B, List<String>> tags) {
    return new EventMap<>(base, tags);
  }

  /**
   * Binds listeners to an event.
   *
   * @throws IllegalArgumentException for a type, class or listener's name that is already taken
   */
  @SafeVarargs
  public final <E extends B> EventMap<B> on(
      String type, int version, Class<E> event, Listener<? super E>... listeners) {
    require(NAME.matcher(type).matches(), "event type '%s' is not a plain name", type);
    require(version >= 1, "version of event '%s' is %d, expected 1 or more", type, version);
    require(!byType.containsKey(type), "event type '%s' is bound twice", type);
    require(!byClass.containsKey(event), "event %s is bound twice", event.getName());
    var all = new ArrayList<Listener<?>>();
    for (var listener : listeners) {
      check(type, listener, all);
      byName.put(listener.name(), listener);
      all.add(listener);
    }
    var binding = new Binding(type, version, event, List.copyOf(all));
    byType.put(type, binding);
    byClass.put(event, binding);
    return this;
  }

  /**
   * Lets a listener hear all events of these kinds that are bound by now, after their own ones.
   *
   * @throws IllegalArgumentException when its name is taken, or it hears one of them already
   */
  public EventMap<B> hearAll(Listener<? super B> listener, Class<?>... kinds) {
    for (var binding : List.copyOf(byType.values())) {
      if (Arrays.stream(kinds).anyMatch(kind -> kind.isAssignableFrom(binding.event()))) {
        var all = new ArrayList<>(binding.listeners());
        check(binding.type(), listener, all);
        byName.put(listener.name(), listener);
        all.add(listener);
        var more =
            new Binding(binding.type(), binding.version(), binding.event(), List.copyOf(all));
        byType.put(binding.type(), more);
        byClass.put(binding.event(), more);
      }
    }
    return this;
  }

  /**
   * How a stored payload of one version becomes one of the next.
   *
   * @param step changes or replaces the node it is given
   */
  public EventMap<B> upcast(String type, int fromVersion, UnaryOperator<ObjectNode> step) {
    var steps = upcasters.computeIfAbsent(type, _ -> new HashMap<>());
    require(
        steps.put(fromVersion, step) == null,
        "event type '%s' has two upcasters from version %d",
        type,
        fromVersion);
    return this;
  }

  public Collection<Binding> bindings() {
    return List.copyOf(byType.values());
  }

  /** The binding of the event's class. */
  public Binding bindingOf(Object event) {
    var binding = byClass.get(event.getClass());
    require(binding != null, "event %s is not in the map", event.getClass().getName());
    return binding;
  }

  public Optional<Binding> binding(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  public @Nullable UnaryOperator<ObjectNode> upcaster(String type, int fromVersion) {
    return upcasters.getOrDefault(type, Map.of()).get(fromVersion);
  }

  /** Whether an event of this stored type and version can be read by this program. */
  public boolean reads(String type, int version) {
    var binding = byType.get(type);
    if (binding == null || version < 1 || version > binding.version()) {
      return false;
    }
    for (int step = version; step < binding.version(); step++) {
      if (upcaster(type, step) == null) {
        return false;
      }
    }
    return true;
  }

  public List<String> tagsOf(Object event) {
    return tags.apply(base.cast(event));
  }

  public Collection<Listener<?>> listeners() {
    return List.copyOf(byName.values());
  }

  /** The queues of all listeners, sorted. */
  public Set<String> queues() {
    var queues = new TreeSet<String>();
    byName.values().forEach(listener -> queues.add(listener.queue()));
    return queues;
  }

  /** The names of the listeners that want to hear that they were given up. */
  public List<String> givingUp() {
    return byName.values().stream()
        .filter(GivesUp.class::isInstance)
        .map(Listener::name)
        .sorted()
        .toList();
  }

  private void check(String type, Listener<?> listener, List<Listener<?>> before) {
    var name = listener.name();
    require(name != null, "%s, which hears '%s', has no name", listener.getClass().getName(), type);
    require(listener.queue() != null, "listener '%s' has no queue", name);
    require(
        NAME.matcher(name).matches() && !name.endsWith(GAVE_UP),
        "listener name '%s' of event '%s' is not a plain name",
        name,
        type);
    require(
        QUEUE.matcher(listener.queue()).matches(),
        "queue '%s' of listener '%s' is not a plain name",
        listener.queue(),
        name);
    require(
        before.stream().noneMatch(it -> it.name().equals(name)),
        "listener '%s' hears '%s' twice",
        name,
        type);
    checkPolicy(type, listener);
    var namesake = byName.get(name);
    require(
        namesake == null || namesake == listener,
        "two listeners are named '%s', one too many",
        name);
  }

  /** All of it is asked for here, so that what is wrong is told at start and not at a failure. */
  private static void checkPolicy(String type, Listener<?> listener) {
    try {
      Objects.requireNonNull(listener.retry(), "it has no retry()");
      listener.rateLimit();
      listener.circuitBreaker();
      require(listener.timeout().isPositive(), "timeout is %s", listener.timeout());
      require(!listener.delay().isNegative(), "delay is %s, in the past", listener.delay());
      require(!listener.uniqueFor().isNegative(), "uniqueFor is %s", listener.uniqueFor());
      for (var length : List.of(listener.timeout(), listener.delay(), listener.uniqueFor())) {
        require(
            length.compareTo(Retry.LONGEST) <= 0,
            "a timeout, delay or uniqueFor of %s is longer than %d days",
            length,
            Retry.LONGEST.toDays());
      }
    } catch (IllegalArgumentException | NullPointerException wrong) {
      throw new IllegalArgumentException(
          "listener '%s' of event '%s': %s".formatted(listener.name(), type, wrong.getMessage()),
          wrong);
    }
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
