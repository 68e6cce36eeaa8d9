package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.transfer.Sharing;

/**
 * Independent transfers, each from its start time on: what a packet simulator calls a traffic or
 * connection matrix. Immutable. Flows are counted from 0 in the order in which they were added.
 *
 * <p>Flows between the same two endpoints, in either direction, are numbered 0, 1, …: with its
 * number each is a connection of its own, whose opposite direction no other flow uses, so that
 * acknowledgements can have a path of their own.
 */
public final class FlowList {

  /** No flows. */
  public static final FlowList NONE = new Builder().build();

  /** No queue, or no pinned path. */
  private static final int NOTHING = -1;

  /** Numbers are 16 bits; see {@link weft.sim.transfer.NetworkModel#start}. */
  private static final int MOST_NUMBERS = 1 << 16;

  private final int[] sources;
  private final int[] destinations;
  private final int[] numbers;
  private final long[] bytes;
  private final long[] startsPs;
  private final int[] queues;
  private final int[] mostAtOnce;
  private final List<Sharing> sharings;
  private final List<int @Nullable []> paths;
  private final List<int @Nullable []> ackPaths;
  private final boolean isPinned;
  private final List<Part> parts;

  private FlowList(Builder builder) {
    sources = builder.sources.toIntArray();
    destinations = builder.destinations.toIntArray();
    numbers = builder.numbers.toIntArray();
    bytes = builder.bytes.toLongArray();
    startsPs = builder.startsPs.toLongArray();
    queues = builder.queues.toIntArray();
    mostAtOnce = builder.mostAtOnce.toIntArray();
    sharings = List.copyOf(builder.sharings);
    paths = new ArrayList<>(builder.paths);
    ackPaths = new ArrayList<>(builder.ackPaths);
    isPinned = builder.isPinned;
    parts = List.of(new Part(0, count(), 0, 1));
  }

  private FlowList(FlowList list, int[] sources, int[] destinations, List<Part> parts) {
    this.sources = sources;
    this.destinations = destinations;
    numbers = list.numbers;
    bytes = list.bytes;
    startsPs = list.startsPs;
    queues = list.queues;
    mostAtOnce = list.mostAtOnce;
    sharings = list.sharings;
    paths = list.paths;
    ackPaths = list.ackPaths;
    isPinned = list.isPinned;
    this.parts = List.copyOf(parts);
  }

  private FlowList(FlowList list, Part part) {
    int end = part.first + part.count;
    sources = Arrays.copyOfRange(list.sources, part.first, end);
    destinations = Arrays.copyOfRange(list.destinations, part.first, end);
    numbers = Arrays.copyOfRange(list.numbers, part.first, end);
    bytes = Arrays.copyOfRange(list.bytes, part.first, end);
    startsPs = Arrays.copyOfRange(list.startsPs, part.first, end);
    queues = Arrays.copyOfRange(list.queues, part.first, end);
    mostAtOnce = list.mostAtOnce;
    sharings = list.sharings.subList(part.first, end);
    paths = list.paths.subList(part.first, end);
    ackPaths = list.ackPaths.subList(part.first, end);
    isPinned = list.isPinned;
    parts = List.of(new Part(0, part.count, part.startPs, part.rounds));
  }

  /**
   * Flows of one job, which have nothing to do with the others but the network.
   *
   * @param first the first of its flows, which follow each other
   * @param count how many they are
   * @param startPs when its first round begins, picoseconds
   * @param rounds how often all of them are sent: a round begins when the last flow of the one
   *     before is delivered
   */
  public record Part(int first, int count, long startPs, int rounds) {

    /** Checks the arguments. */
    public Part {
      if (first < 0 || count < 0 || startPs < 0 || rounds < 1) {
        throw new IllegalArgumentException(
            "%d flows from %d on, %d times from %d ps on".formatted(count, first, rounds, startPs));
      }
    }

    /** Flows of all rounds together. */
    public long transfers() {
      return (long) count * rounds;
    }
  }

  /** The jobs that the flows are of, in their order; a single one if nobody has said. */
  public List<Part> parts() {
    return parts;
  }

  /** Flows of all rounds together. */
  public long transfers() {
    return parts.stream().mapToLong(Part::transfers).sum();
  }

  /**
   * The same flows, later and several times in a row; of a list of one part.
   *
   * @param startPs when the first round begins, picoseconds
   * @param rounds how often they are sent
   */
  public FlowList repeated(long startPs, int rounds) {
    requireOnePart();
    return new FlowList(
        this, sources, destinations, List.of(new Part(0, count(), startPs, rounds)));
  }

  /**
   * The same flows between other endpoints; links that they are to take stay.
   *
   * @param endpoints for each endpoint, which it is to be
   */
  public FlowList on(int[] endpoints) {
    return new FlowList(
        this,
        Arrays.stream(sources).map(source -> endpoints[source]).toArray(),
        Arrays.stream(destinations).map(destination -> endpoints[destination]).toArray(),
        parts);
  }

  /**
   * The flows of several jobs, which share no endpoint: a part for each. A flow has the number that
   * it has in its own list.
   *
   * @param lists of one part each
   */
  public static FlowList beside(List<FlowList> lists) {
    Builder all = new Builder();
    List<Part> parts = new ArrayList<>();
    for (FlowList list : lists) {
      list.requireOnePart();
      Part part = list.parts.get(0);
      parts.add(new Part(all.sources.size(), part.count, part.startPs, part.rounds));
      all.addAll(list);
    }
    FlowList together = all.build();
    return new FlowList(together, together.sources, together.destinations, parts);
  }

  /** The flows of one part as a list of their own, with their numbers. */
  FlowList of(Part part) {
    return parts.size() == 1 ? this : new FlowList(this, part);
  }

  private void requireOnePart() {
    if (parts.size() != 1) {
      throw new IllegalArgumentException("flows of " + parts.size() + " jobs, not of one");
    }
  }

  /** Number of flows. */
  public int count() {
    return sources.length;
  }

  /** Endpoint that a flow leaves. */
  public int source(int flow) {
    return sources[flow];
  }

  /** Endpoint that a flow goes to, another one. */
  public int destination(int flow) {
    return destinations[flow];
  }

  /** Tells the flows between the same two endpoints apart; 0 … 65,535. */
  public int number(int flow) {
    return numbers[flow];
  }

  /** Size of a flow, bytes. */
  public long bytes(int flow) {
    return bytes[flow];
  }

  /** When a flow starts at the earliest, picoseconds from the begin of its round on. */
  public long startPs(int flow) {
    return startsPs[flow];
  }

  /** How a flow shares links with others. */
  public Sharing sharing(int flow) {
    return sharings.get(flow);
  }

  /** Whether any flow has a rate cap. */
  public boolean isCapped() {
    return sharings.stream().anyMatch(sharing -> sharing.rateCapBps() < Sharing.NO_CAP);
  }

  /** Whether any flow or its acknowledgements are to take certain links. */
  public boolean isPinned() {
    return isPinned;
  }

  /** The links that a flow is to take, in their order; null if routing chooses. */
  public int @Nullable [] path(int flow) {
    return copy(paths.get(flow));
  }

  /** The links that a flow's acknowledgements are to take; null if routing chooses. */
  public int @Nullable [] ackPath(int flow) {
    return copy(ackPaths.get(flow));
  }

  /** The queue that a flow waits in; −1 if in none. */
  int queue(int flow) {
    return queues[flow];
  }

  int queues() {
    return mostAtOnce.length;
  }

  /** How many flows of a queue may be under way at once. */
  int mostAtOnce(int queue) {
    return mostAtOnce[queue];
  }

  private static int @Nullable [] copy(int @Nullable [] links) {
    return links == null ? null : links.clone();
  }

  /** Collects flows. */
  public static final class Builder {

    private final IntArrayList sources = new IntArrayList();
    private final IntArrayList destinations = new IntArrayList();
    private final IntArrayList numbers = new IntArrayList();
    private final LongArrayList bytes = new LongArrayList();
    private final LongArrayList startsPs = new LongArrayList();
    private final IntArrayList queues = new IntArrayList();
    private final IntArrayList mostAtOnce = new IntArrayList();
    private final List<Sharing> sharings = new ArrayList<>();
    private final List<int @Nullable []> paths = new ArrayList<>();
    private final List<int @Nullable []> ackPaths = new ArrayList<>();
    private final Long2IntOpenHashMap numbersOfPair = new Long2IntOpenHashMap();
    private boolean isPinned;

    /** Adds a queue of which at most so many flows are under way at once; returns its id. */
    public int addQueue(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("a queue that lets " + most + " flows pass");
      }
      mostAtOnce.add(most);
      return mostAtOnce.size() - 1;
    }

    /**
     * Adds a flow that waits for no other.
     *
     * @param source endpoint
     * @param destination endpoint, another one
     * @param size bytes, at least 0
     * @param startPs when it starts, picoseconds
     * @return its index
     * @throws IllegalArgumentException if an argument is out of range
     */
    public int add(int source, int destination, long size, long startPs) {
      return add(source, destination, size, startPs, NOTHING);
    }

    /**
     * Adds a flow that waits for its turn in a queue, in the order of start times.
     *
     * @param queue id of the queue
     */
    public int addQueued(int source, int destination, long size, long startPs, int queue) {
      if (queue < 0 || queue >= mostAtOnce.size()) {
        throw new IllegalArgumentException("queue " + queue + " of " + mostAtOnce.size());
      }
      return add(source, destination, size, startPs, queue);
    }

    /**
     * Has a flow share links with others in its own way.
     *
     * @param weight its part of a link relative to that of others
     * @param rateCapBps what its rate does not exceed, bits per second; {@link Sharing#NO_CAP} for
     *     none
     * @param priority flows of a lower number come first and leave the rest to the others
     * @throws IllegalArgumentException if one is out of the range of {@link Sharing}
     */
    public void share(int flow, double weight, long rateCapBps, int priority) {
      sharings.set(flow, new Sharing(weight, rateCapBps, priority));
    }

    /**
     * Has a flow take these links, and its acknowledgements those.
     *
     * @param path links from source to destination; null if routing is to choose
     * @param ackPath links from destination to source; null if routing is to choose
     */
    public void pin(int flow, int @Nullable [] path, int @Nullable [] ackPath) {
      isPinned |= path != null || ackPath != null;
      paths.set(flow, copy(path));
      ackPaths.set(flow, copy(ackPath));
    }

    /** The flows added so far. */
    public FlowList build() {
      return new FlowList(this);
    }

    /** Adds flows as they are, with their numbers, behind those that there are. */
    private void addAll(FlowList list) {
      int firstQueue = mostAtOnce.size();
      sources.addElements(sources.size(), list.sources);
      destinations.addElements(destinations.size(), list.destinations);
      numbers.addElements(numbers.size(), list.numbers);
      bytes.addElements(bytes.size(), list.bytes);
      startsPs.addElements(startsPs.size(), list.startsPs);
      for (int queue : list.queues) {
        queues.add(queue < 0 ? queue : firstQueue + queue);
      }
      mostAtOnce.addElements(firstQueue, list.mostAtOnce);
      sharings.addAll(list.sharings);
      paths.addAll(list.paths);
      ackPaths.addAll(list.ackPaths);
      isPinned |= list.isPinned;
    }

    private int add(int source, int destination, long size, long startPs, int queue) {
      if (source < 0 || destination < 0 || source == destination || size < 0 || startPs < 0) {
        throw new IllegalArgumentException(
            "a flow of %d bytes from %d to %d at %d ps"
                .formatted(size, source, destination, startPs));
      }
      long low = Math.min(source, destination);
      long high = Math.max(source, destination);
      sources.add(source);
      destinations.add(destination);
      numbers.add(numbersOfPair.addTo(low << Integer.SIZE | high, 1) % MOST_NUMBERS);
      bytes.add(size);
      startsPs.add(startPs);
      queues.add(queue);
      sharings.add(Sharing.EQUAL);
      paths.add(null);
      ackPaths.add(null);
      return sources.size() - 1;
    }
  }
}
