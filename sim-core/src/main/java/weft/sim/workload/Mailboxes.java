package weft.sim.workload;

import it.unimi.dsi.fastutil.longs.LongArrayFIFOQueue;
import java.util.Arrays;

/** Messages of one relation of peers that have arrived and not been received. */
final class Mailboxes {

  private static final int NOBODY = -1;

  private final Program.Peers peers;
  private final int[] senders;

  /** For each receiver, when its messages began to be sent, oldest first. */
  private final LongArrayFIFOQueue[] sentPs;

  Mailboxes(Program.Peers peers) {
    this.peers = peers;
    int ranks = peers.peerOfRank().length;
    senders = new int[ranks];
    Arrays.fill(senders, NOBODY);
    sentPs = new LongArrayFIFOQueue[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      int receiver = peers.peerOfRank()[rank];
      if (receiver != NOBODY) {
        senders[receiver] = rank;
        sentPs[receiver] = new LongArrayFIFOQueue();
      }
    }
  }

  /** Whom a rank sends to. */
  int receiver(int rank) {
    int receiver = peers.peerOfRank()[rank];
    if (receiver == NOBODY) {
      throw new ProgramException("rank " + rank + " sends, but has no peer in " + peers.name());
    }
    return receiver;
  }

  /** Who sends to a rank. */
  int sender(int rank) {
    int sender = senders[rank];
    if (sender == NOBODY) {
      throw new ProgramException(
          "rank " + rank + " receives, but nobody sends to it in " + peers.name());
    }
    return sender;
  }

  void put(int receiver, long startPs) {
    sentPs[receiver].enqueue(startPs);
  }

  boolean isEmpty(int receiver) {
    sender(receiver);
    return sentPs[receiver].isEmpty();
  }

  /** Takes the oldest message and returns when it began to be sent. */
  long take(int receiver) {
    return sentPs[receiver].dequeueLong();
  }
}
