package weft.sim.collective;

import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rings as NCCL lays them: one channel for each NIC rail, every node entered and left on a rail.
 *
 * <p>Channel <i>c</i> enters the first node at its GPU <i>c</i>, passes all its GPUs over NVLink,
 * and leaves at the neighbour of the one that it entered at (of an even number of GPUs: 0 and 1, 2
 * and 3, …; of an odd one: the next). It enters each further node on the rail on which it left the
 * one before (where several ranks of a node share a rail, at the corresponding one). So with 8 GPUs
 * a node, all 8 NICs send and receive for exactly one channel, no channel changes its rail between
 * nodes, and with an even number of nodes not even where the ring closes. NCCL does the same by
 * swapping channels c and c xor 1 on every other node (NCCL 2.26, src/graph/connect.cc, "Alternate
 * rings to avoid crossing rails").
 *
 * <p>Where a NIC has several ports, each ring is laid once for each, so that all are used.
 *
 * <p>A group inside one node needs one channel only: in the fluid models a ring over NVLink fills
 * the links of its GPUs by itself.
 */
public final class RingLayout {

  /** As many channels as the group's nodes suggest. */
  public static final int AUTOMATIC = 0;

  private final List<int[]> channels;

  private RingLayout(List<int[]> channels) {
    this.channels = channels;
  }

  /**
   * Lays the rings of a group, as many as its smallest node has ranks; one if there is one node.
   *
   * @param domains for each rank of the group, the scale-up domain (node) that it is in
   * @param rails for each rank of the group, its rail
   */
  public static RingLayout of(int[] domains, int[] rails) {
    return of(domains, rails, 1, AUTOMATIC);
  }

  /**
   * Lays a given number of rings; those beyond the number of rails repeat the first ones.
   *
   * @param domains for each rank of the group, the scale-up domain (node) that it is in
   * @param rails for each rank of the group, its rail
   * @param ports how many ports a NIC has
   * @param wanted number of channels; {@link #AUTOMATIC} for as many as in {@link #of(int[],
   *     int[])} on each port
   */
  public static RingLayout of(int[] domains, int[] rails, int ports, int wanted) {
    List<int[]> nodes = ranksByDomain(domains);
    int rings = usualChannels(nodes);
    int count = wanted == AUTOMATIC ? (nodes.size() == 1 ? 1 : rings * ports) : wanted;
    int channelsOfRing = Math.max(1, Math.min(ports, count / rings));
    List<int[]> channels = new ArrayList<>(count);
    for (int channel = 0; channel < count; channel++) {
      channels.add(ring(nodes, rails, channel / channelsOfRing));
    }
    return new RingLayout(channels);
  }

  /** Number of channels. */
  public int channels() {
    return channels.size();
  }

  /** The rank of the group at a position of a channel's ring. */
  public int rank(int channel, int position) {
    return channels.get(channel)[position];
  }

  /** What a channel carries of {@code bytes}: an equal part, the first ones one byte more. */
  public long channelBytes(int channel, long bytes) {
    return bytes / channels() + (channel < bytes % channels() ? 1 : 0);
  }

  private static int usualChannels(List<int[]> nodes) {
    return nodes.size() == 1 ? 1 : nodes.stream().mapToInt(node -> node.length).min().orElseThrow();
  }

  private static List<int[]> ranksByDomain(int[] domains) {
    Int2ObjectLinkedOpenHashMap<IntArrayList> nodes = new Int2ObjectLinkedOpenHashMap<>();
    for (int rank = 0; rank < domains.length; rank++) {
      nodes.computeIfAbsent(domains[rank], domain -> new IntArrayList()).add(rank);
    }
    return nodes.values().stream().map(IntArrayList::toIntArray).toList();
  }

  private static int[] ring(List<int[]> nodes, int[] rails, int channel) {
    IntArrayList ring = new IntArrayList(rails.length);
    int entry = channel % nodes.get(0).length;
    for (int i = 0; i < nodes.size(); i++) {
      int[] node = nodes.get(i);
      if (i > 0) {
        entry = entry(node, nodes.get(i - 1), ring.getInt(ring.size() - 1), rails, channel);
      }
      int exit = neighbour(entry, node.length);
      for (int step = 0; step < node.length; step++) {
        int place = (entry + step) % node.length;
        if (place != exit || node.length == 1) {
          ring.add(node[place]);
        }
      }
      if (node.length > 1) {
        ring.add(node[exit]);
      }
    }
    return ring.toIntArray();
  }

  private static int neighbour(int place, int size) {
    return size % 2 == 0 ? place ^ 1 : (place + 1) % size;
  }

  /**
   * Where a channel enters a node: at the rank on the rail of the one before; of several on that
   * rail, at the one that has as many of them before it.
   */
  private static int entry(int[] node, int[] previousNode, int previous, int[] rails, int channel) {
    int[] onRail = onRail(node, rails, rails[previous]);
    if (onRail.length == 0) {
      return channel % node.length;
    }
    int place = 0;
    for (int from : onRail(previousNode, rails, rails[previous])) {
      if (previousNode[from] == previous) {
        return onRail[place % onRail.length];
      }
      place++;
    }
    throw new IllegalStateException("rank " + previous + " is not in its node");
  }

  /** The places of the ranks on a rail. */
  private static int[] onRail(int[] node, int[] rails, int rail) {
    return IntStream.range(0, node.length).filter(at -> rails[node[at]] == rail).toArray();
  }
}
