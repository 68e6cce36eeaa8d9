package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
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

  /** When a flow starts at the earliest, picoseconds. */
  public long startPs(int flow) {
    return startsPs[flow];
  }

  /** How a flow shares links with others. */
  public Sharing sharing(int flow) {
    return sharings.get(flow);
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
