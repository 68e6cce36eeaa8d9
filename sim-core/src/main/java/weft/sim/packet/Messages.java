package weft.sim.packet;

import java.util.Arrays;

/**
 * The transfers of all flows, cut into packets: each a run of sequence numbers of its flow, the
 * last of them perhaps shorter than the others. Lists in slots.
 */
final class Messages {

  static final int NONE = -1;

  private int[] first = new int[64];
  private int[] end = new int[64];
  private int[] lastBytes = new int[64];
  private int[] transfers = new int[64];
  private int[] next = new int[64];
  private int used;
  private int free = NONE;

  int create(int firstSequence, int packets, int lastWireBytes, int transfer) {
    int message = free;
    if (message == NONE) {
      message = used++;
      if (message == first.length) {
        grow(2 * message);
      }
    } else {
      free = next[message];
    }
    first[message] = firstSequence;
    end[message] = Math.addExact(firstSequence, packets);
    lastBytes[message] = lastWireBytes;
    transfers[message] = transfer;
    next[message] = NONE;
    return message;
  }

  void release(int message) {
    next[message] = free;
    free = message;
  }

  /** The first sequence number of a message. */
  int first(int message) {
    return first[message];
  }

  /** The sequence number behind its last. */
  int end(int message) {
    return end[message];
  }

  /** Bytes of its last packet on the wire. */
  int lastBytes(int message) {
    return lastBytes[message];
  }

  int transfer(int message) {
    return transfers[message];
  }

  int next(int message) {
    return next[message];
  }

  void setNext(int message, int following) {
    next[message] = following;
  }

  /** A message, and all behind it, end so many packets earlier; those behind it begin so, too. */
  void shorten(int message, int packets) {
    end[message] -= packets;
    for (int later = next[message]; later != NONE; later = next[later]) {
      first[later] -= packets;
      end[later] -= packets;
    }
  }

  private void grow(int size) {
    first = Arrays.copyOf(first, size);
    end = Arrays.copyOf(end, size);
    lastBytes = Arrays.copyOf(lastBytes, size);
    transfers = Arrays.copyOf(transfers, size);
    next = Arrays.copyOf(next, size);
  }
}
