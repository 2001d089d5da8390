/* main.c - the driver as a program of its own, for desks on other hosts. */
#include "desks/desks.h"

int main(int argc, char **argv)
{
    return desks_main(argc, argv);
}
