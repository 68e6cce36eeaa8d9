package weft.sim.collective.exec;

import weft.sim.collective.RingSchedule;
import weft.sim.collective.Schedule;
import weft.sim.transfer.NetworkModel;

/** Tells the network of the transfers of a group's collectives that were counted, not simulated. */
final class UnsimulatedTransfers {

  private final NetworkModel network;
  private final Communicator communicator;
  private final Rings rings;

  UnsimulatedTransfers(NetworkModel network, Communicator communicator) {
    this.network = network;
    this.communicator = communicator;
    rings = communicator.rings();
  }

  /** Of a kind and size, as often as it was repeated since they were told last. */
  void tell(Repetitions.Entry entry) {
    long times = entry.takeTimes();
    if (times == 0) {
      return;
    }
    Schedule schedule = communicator.plan(entry.operation, entry.bytes).schedule();
    if (schedule == null) {
      tellRings(entry, times);
    } else {
      tellConnections(entry, communicator.simulated(schedule), times);
    }
  }

  private void tellConnections(Repetitions.Entry entry, PlacedSchedule placed, long times) {
    int[] connection = {0};
    placed.visitDemand(
        entry.bytes,
        entry.charges,
        (source, destination, flow, sent) ->
            network.repeat(
                source, destination, flow, sent, entry.transfersPs[0][connection[0]++], times));
  }

  private void tellRings(Repetitions.Entry entry, long times) {
    for (int channel = 0; channel < rings.channels(); channel++) {
      RingSchedule schedule = rings.schedule(entry.operation, entry.bytes, channel);
      int parts = communicator.isStepped() ? schedule.steps() : 1;
      for (int position = 0; position < rings.ranks(); position++) {
        if (rings.isSimulated(channel, position)) {
          long data = schedule.sentBytes(position);
          long sent = rings.ring(channel).wireBytes(position, data, entry.charges);
          long longer = sent % parts;
          repeat(entry, channel, position, sent / parts, times * (parts - longer));
          repeat(entry, channel, position, sent / parts + 1, times * longer);
        }
      }
    }
  }

  private void repeat(Repetitions.Entry entry, int channel, int position, long bytes, long times) {
    if (times > 0) {
      network.repeat(
          rings.endpoint(channel, position),
          rings.receiver(channel, position),
          rings.flow(channel),
          bytes,
          entry.transfersPs[channel][position],
          times);
    }
  }
}
