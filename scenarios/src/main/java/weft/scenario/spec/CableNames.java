package weft.scenario.spec;

import java.util.Optional;

/** The cables of a fabric by the names of the devices that they join. */
public interface CableNames {

  /** Whether a device has that name. */
  boolean isDevice(String name);

  /** The device whose name is most like that one, if any is like it. */
  Optional<String> nearest(String name);

  /** How many cables join two devices. */
  int count(String device, String other);

  /** Of the devices joined to one, that whose name is most like another's, else the first. */
  Optional<String> nearestNeighbour(String device, String other);
}
