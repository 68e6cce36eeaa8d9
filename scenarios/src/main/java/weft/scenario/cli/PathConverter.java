package weft.scenario.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An argument to a path; one that can be none is refused in words. */
final class PathConverter implements ITypeConverter<Path> {

  @Override
  public Path convert(String argument) {
    if (argument.isEmpty()) {
      throw new TypeConversionException("it is empty, but a path is wanted.");
    }
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "it holds characters that a path cannot have here. Maybe LC_ALL=C.UTF-8.");
    }
  }
}
