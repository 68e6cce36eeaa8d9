package weft.sim.collective.algorithm;

import java.util.List;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Step;

/** A group of one rank, which has nothing to do. */
final class Alone extends ChannelSchedule {

  Alone(Operation operation, Algorithm algorithm) {
    super(operation, algorithm, 1, 1, 1);
  }

  @Override
  int lanesOfChannel(int participant) {
    return 0;
  }

  @Override
  int stepsOfLane(int participant, int channel, int lane) {
    return 0;
  }

  @Override
  void stepOfLane(int participant, int channel, int lane, int step, Step into) {
    throw new IndexOutOfBoundsException("no lane " + lane);
  }

  @Override
  int phase(int participant, int channel, int lane, int step) {
    return 0;
  }

  @Override
  public List<Phase> phases() {
    return List.of();
  }
}
